/** Which columns a table shows. */
import { Columns3 } from 'lucide-react';
import { Button } from '../button.tsx';
import { Menu, MenuCheck, MenuItem, MenuLine } from '../menu.tsx';
import { type Column, shownColumns, withColumn } from './columns.ts';

interface ColumnChooserProps<Row> {
  readonly columns: readonly Column<Row>[];
  /** `view.cols`; a change goes back there. Undefined: the defaults. */
  readonly chosen: readonly string[] | undefined;
  readonly onChange: (chosen: readonly string[] | undefined) => void;
}

export function ColumnChooser<Row>({ columns, chosen, onChange }: ColumnChooserProps<Row>) {
  const shown = new Set(shownColumns(columns, chosen).map((column) => column.id));
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" look="quiet" icon={Columns3}>
          Columns
        </Button>
      }
    >
      {columns
        .filter((column) => column.isFixed !== true)
        .map((column) => (
          <MenuCheck
            key={column.id}
            staysOpen
            isChecked={shown.has(column.id)}
            onChange={(isShown) => onChange(withColumn(columns, chosen, column.id, isShown))}
          >
            {column.label}
          </MenuCheck>
        ))}
      <MenuLine />
      <MenuItem isDisabled={chosen === undefined} onSelect={() => onChange(undefined)}>
        As usual
      </MenuItem>
    </Menu>
  );
}
