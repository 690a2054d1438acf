import { Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { Check } from '../ui/check.tsx';
import { Field } from '../ui/field.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { useHandOverFocus } from '../ui/use-hand-over-focus.ts';
import type { ServerForm } from './bot-form.ts';
import styles from './bots.module.css';
import { focusBeside } from './focus-beside.ts';
import type { Problems } from './problems.ts';
import { useBotText } from './use-bot-text.ts';

interface ServerFieldsProps {
  server: ServerForm;
  place: number;
  problems: Problems;
  onChange(change: Partial<ServerForm>): void;
  onRemove(): void;
}

/** An outside MCP server. Its authorization can be written and not be read. */
export function ServerFields({ server, place, problems, onChange, onRemove }: ServerFieldsProps) {
  const bots = useBotText();
  const path = `config.tools.servers.${place}`;
  const plain = { dir: 'ltr', spellCheck: false, autoCapitalize: 'none' } as const;
  const row = useRef<HTMLFieldSetElement>(null);
  useHandOverFocus(row, focusBeside);
  return (
    <fieldset ref={row} className={styles.row} aria-label={bots.server(place + 1)}>
      <div className={styles.rowHead}>
        <span className={styles.subheading}>{bots.server(place + 1)}</span>
        <IconButton icon={Trash2} label={bots.removeServer} onClick={onRemove} />
      </div>
      <div className={styles.pair}>
        <Field
          {...plain}
          label={bots.serverName}
          hint={bots.serverNameHint}
          value={server.name}
          problem={problems(`${path}.name`)}
          onChange={({ target }) => onChange({ name: target.value })}
        />
        <Field
          {...plain}
          label={bots.serverUrl}
          value={server.url}
          type="url"
          placeholder="https://"
          problem={problems(`${path}.url`)}
          onChange={({ target }) => onChange({ url: target.value })}
        />
      </div>
      <Field
        {...plain}
        label={bots.authorization}
        hint={server.isStored ? bots.authorizationStored : bots.authorizationHint}
        value={server.authorization}
        type="password"
        autoComplete="off"
        problem={problems(`authorizations.${server.name.trim()}`)}
        onChange={({ target }) => onChange({ authorization: target.value })}
      />
      {server.isStored && (
        <Check
          label={bots.forgetAuthorization}
          checked={server.forget}
          onChange={(forget) => onChange({ forget })}
        />
      )}
    </fieldset>
  );
}
