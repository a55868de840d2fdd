/** The ways to the first figures, by role: connect, import, or ask somebody who may. */
import { Link } from '@tanstack/react-router';
import { May } from '../../api/may.tsx';
import { WANTS } from '../../api/use-may.ts';
import { buttonClass } from '../../ui/button.tsx';
import { SampleData } from '../demo/sample-data.tsx';
import { ImportButton } from './import-button.tsx';

export function FirstSteps() {
  return (
    <span className="flex flex-wrap justify-center gap-2">
      <May least="admin">
        <Link to="/connections/new" className={buttonClass('primary')}>
          Connect a network
        </Link>
      </May>
      <ImportButton />
      <SampleData />
      <May least="editor" otherwise={<span className="text-faint text-xs">{WANTS.editor}</span>}>
        {null}
      </May>
    </span>
  );
}
