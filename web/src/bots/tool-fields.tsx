import { Button } from '../ui/button.tsx';
import { Check } from '../ui/check.tsx';
import { Field } from '../ui/field.tsx';
import { FormError } from '../ui/form-error.tsx';
import { Section } from '../ui/section.tsx';
import { newRule, newServer, type RuleForm, type ServerForm } from './bot-form.ts';
import styles from './bots.module.css';
import type { FieldsProps } from './fields-props.ts';
import { RuleFields } from './rule-fields.tsx';
import { ServerFields } from './server-fields.tsx';
import { useBotText } from './use-bot-text.ts';

/** Which tools a bot has, and which of them ask first. */
export function ToolFields(props: FieldsProps) {
  const bots = useBotText();
  return (
    <Section title={bots.tools} note={bots.toolsNote}>
      <BuiltIn {...props} />
      <OperatorServers {...props} />
      <Servers {...props} />
      <Rules {...props} />
    </Section>
  );
}

function BuiltIn({ form, change }: FieldsProps) {
  const bots = useBotText();
  const tools = ['tasks', 'sql'] as const;
  return (
    <fieldset className={styles.group}>
      <legend className={styles.subheading}>{bots.builtIn}</legend>
      <div>
        {tools.map((tool) => (
          <Check
            key={tool}
            label={bots.builtIns[tool]}
            checked={form.builtIn.includes(tool)}
            onChange={(has) =>
              change({ builtIn: tools.filter((one) => (one === tool ? has : form.builtIn.includes(one))) })
            }
          />
        ))}
      </div>
    </fieldset>
  );
}

function OperatorServers({ form, change, problems }: FieldsProps) {
  const bots = useBotText();
  return (
    <Field
      label={bots.operatorServers}
      hint={bots.operatorServersHint}
      value={form.operatorServers}
      dir="ltr"
      spellCheck={false}
      autoCapitalize="none"
      problem={problems('config.tools.operatorServers')}
      onChange={({ target }) => change({ operatorServers: target.value })}
    />
  );
}

function Servers({ form, change, problems }: FieldsProps) {
  const bots = useBotText();
  const { servers } = form;
  const replace = (key: string, changed: Partial<ServerForm>) =>
    change({ servers: servers.map((one) => (one.key === key ? { ...one, ...changed } : one)) });
  return (
    <fieldset className={styles.group}>
      <legend className={styles.subheading}>{bots.servers}</legend>
      <p className={styles.aside}>{bots.serversNote}</p>
      {servers.map((server, at) => (
        <ServerFields
          key={server.key}
          server={server}
          place={at}
          problems={problems}
          onChange={(changed) => replace(server.key, changed)}
          onRemove={() => change({ servers: servers.filter((one) => one !== server) })}
        />
      ))}
      <FormError>{problems('config.tools.servers', 'alone')}</FormError>
      <Button look="plain" onClick={() => change({ servers: [...servers, newServer()] })}>
        {bots.addServer}
      </Button>
    </fieldset>
  );
}

function Rules({ form, change, problems }: FieldsProps) {
  const bots = useBotText();
  const { rules } = form;
  const replace = (key: string, changed: Partial<RuleForm>) =>
    change({ rules: rules.map((one) => (one.key === key ? { ...one, ...changed } : one)) });
  return (
    <fieldset className={styles.group}>
      <legend className={styles.subheading}>{bots.approvals}</legend>
      <p className={styles.aside}>{bots.approvalsNote}</p>
      {rules.map((rule) => (
        <RuleFields
          key={rule.key}
          rule={rule}
          problems={problems}
          onChange={(changed) => replace(rule.key, changed)}
          onRemove={() => change({ rules: rules.filter((one) => one !== rule) })}
        />
      ))}
      <FormError>{problems('config.tools.approval', 'alone')}</FormError>
      <Button look="plain" onClick={() => change({ rules: [...rules, newRule()] })}>
        {bots.addApproval}
      </Button>
    </fieldset>
  );
}
