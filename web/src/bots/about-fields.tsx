import { AreaField } from '../ui/area-field.tsx';
import { Choice } from '../ui/choice.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Field } from '../ui/field.tsx';
import { Section } from '../ui/section.tsx';
import styles from './bots.module.css';
import type { FieldsProps } from './fields-props.ts';
import { useBotText } from './use-bot-text.ts';

interface AboutFieldsProps extends FieldsProps {
  /** null: it is not made yet. */
  botId: string | null;
}

/** What everybody sees of a bot, and who that is. */
export function AboutFields({ form, change, problems, botId }: AboutFieldsProps) {
  const bots = useBotText();
  const link = `${location.origin}/b/${botId}`;
  return (
    <Section title={bots.about}>
      <Field
        label={bots.name}
        value={form.name}
        dir="auto"
        required
        problem={problems('name')}
        onChange={({ target }) => change({ name: target.value })}
      />
      <AreaField
        label={bots.greeting}
        hint={bots.greetingHint}
        value={form.greeting}
        rows={2}
        problem={problems('config.greeting')}
        onChange={({ target }) => change({ greeting: target.value })}
      />
      <Choice
        label={bots.visibility}
        options={['private', 'link', 'public']}
        names={bots.visibilities}
        value={form.visibility}
        onChange={(visibility) => change({ visibility })}
      />
      {botId !== null && form.visibility !== 'private' && (
        <p className={styles.link}>
          {bots.link}
          <bdi>{link}</bdi>
          <CopyButton text={link} label={bots.copyLink} />
        </p>
      )}
    </Section>
  );
}
