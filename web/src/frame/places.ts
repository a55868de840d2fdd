/** Where the rail goes, with the letters that follow G. */
import { ArrowLeftRight, ChartColumn, History, type LucideIcon, Plug, Settings } from 'lucide-react';

export interface Place {
  readonly to: '/overview' | '/transactions' | '/connections' | '/runs' | '/settings';
  readonly label: string;
  readonly letter: string;
  readonly icon: LucideIcon;
}

export const PLACES: readonly Place[] = [
  { to: '/overview', label: 'Overview', letter: 'O', icon: ChartColumn },
  { to: '/transactions', label: 'Transactions', letter: 'T', icon: ArrowLeftRight },
  { to: '/connections', label: 'Connections', letter: 'C', icon: Plug },
  { to: '/runs', label: 'Runs', letter: 'R', icon: History },
  { to: '/settings', label: 'Settings', letter: 'S', icon: Settings },
];
