/** Where the rail goes, with the letters that follow G. */
import {
  ArrowLeftRight,
  ChartColumn,
  FileText,
  Globe,
  History,
  Link2,
  type LucideIcon,
  Plug,
  Radio,
  Settings,
  Store,
  Target,
  Waypoints,
} from 'lucide-react';

export interface Place {
  readonly to:
    | '/overview'
    | '/transactions'
    | '/pages'
    | '/links'
    | '/advertisers'
    | '/sources'
    | '/quality'
    | '/live'
    | '/connections'
    | '/runs'
    | '/sites'
    | '/settings';
  readonly label: string;
  readonly letter: string;
  readonly icon: LucideIcon;
  /** What is looked at, or what it is made from. */
  readonly group: 'reports' | 'sources';
  /** On phones it lies in the bar itself; the others are behind its last button. */
  readonly isInBar?: boolean;
}

export const PLACES: readonly Place[] = [
  { to: '/overview', label: 'Overview', letter: 'O', icon: ChartColumn, group: 'reports', isInBar: true },
  { to: '/transactions', label: 'Transactions', letter: 'T', icon: ArrowLeftRight, group: 'reports', isInBar: true },
  { to: '/pages', label: 'Pages', letter: 'P', icon: FileText, group: 'reports', isInBar: true },
  { to: '/links', label: 'Links', letter: 'L', icon: Link2, group: 'reports' },
  { to: '/advertisers', label: 'Advertisers', letter: 'A', icon: Store, group: 'reports', isInBar: true },
  { to: '/sources', label: 'Sources', letter: 'S', icon: Waypoints, group: 'reports' },
  { to: '/quality', label: 'Quality', letter: 'Q', icon: Target, group: 'reports' },
  { to: '/live', label: 'Live', letter: 'V', icon: Radio, group: 'reports' },
  { to: '/connections', label: 'Connections', letter: 'C', icon: Plug, group: 'sources' },
  { to: '/runs', label: 'Runs', letter: 'R', icon: History, group: 'sources' },
  { to: '/sites', label: 'Sites', letter: 'I', icon: Globe, group: 'sources' },
  { to: '/settings', label: 'Settings', letter: ',', icon: Settings, group: 'sources' },
];
