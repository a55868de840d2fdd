/** A secret that is typed or pasted, hidden until one asks to see it. */
import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { IconButton } from './button.tsx';
import { Input } from './field.tsx';

export function PasswordInput(props: Omit<ComponentProps<'input'>, 'type'>) {
  const [isShown, setShown] = useState(false);
  return (
    <span className="relative block">
      <Input
        autoCapitalize="none"
        spellCheck={false}
        {...props}
        type={isShown ? 'text' : 'password'}
        className="pr-11"
      />
      <span className="absolute inset-y-0 right-0.5 grid place-items-center">
        <IconButton
          icon={isShown ? EyeOff : Eye}
          label={isShown ? 'Hide' : 'Show'}
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
        />
      </span>
    </span>
  );
}
