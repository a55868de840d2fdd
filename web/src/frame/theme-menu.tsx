/** The switch of the theme. */
import { Monitor, Moon, Sun } from 'lucide-react';
import { IconButton } from '../ui/button.tsx';
import { Menu, MenuCheck } from '../ui/menu.tsx';
import { setTheme, THEMES, type Theme, useTheme } from './theme.ts';

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;
const LABELS: Readonly<Record<Theme, string>> = { system: 'As the system', light: 'Light', dark: 'Dark' };

export function ThemeMenu() {
  const theme = useTheme();
  return (
    <Menu align="end" trigger={<IconButton icon={ICONS[theme]} label={`Theme: ${LABELS[theme].toLowerCase()}`} />}>
      {THEMES.map((one) => (
        <MenuCheck key={one} isChecked={one === theme} onChange={() => setTheme(one)}>
          {LABELS[one]}
        </MenuCheck>
      ))}
    </Menu>
  );
}
