import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { useText } from '../i18n/text.ts';
import { Field } from './field.tsx';
import { IconButton } from './icon-button.tsx';

/** A password, which can be looked at. */
export function PasswordField(props: Omit<ComponentProps<typeof Field>, 'type' | 'addition'>) {
  const { account } = useText();
  const [isShown, setShown] = useState(false);
  return (
    <Field
      {...props}
      type={isShown ? 'text' : 'password'}
      dir="ltr"
      spellCheck={false}
      autoCapitalize="none"
      addition={
        <IconButton
          icon={isShown ? EyeOff : Eye}
          label={account.showPassword}
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
        />
      }
    />
  );
}
