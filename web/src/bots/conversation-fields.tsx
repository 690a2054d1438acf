import { Choice } from '../ui/choice.tsx';
import { Field } from '../ui/field.tsx';
import { Section } from '../ui/section.tsx';
import styles from './bots.module.css';
import type { FieldsProps } from './fields-props.ts';
import { useBotText } from './use-bot-text.ts';

/** What a bot sees of a conversation, and what becomes of a message that comes too early. */
export function ConversationFields({ form, change, problems }: FieldsProps) {
  const bots = useBotText();
  return (
    <Section title={bots.conversation} note={bots.conversationNote}>
      <div className={styles.pair}>
        <Field
          label={bots.historyMessages}
          hint={bots.historyMessagesHint}
          value={form.historyMessages}
          inputMode="numeric"
          dir="ltr"
          problem={problems('config.history.messages')}
          onChange={({ target }) => change({ historyMessages: target.value })}
        />
        <Field
          label={bots.historyTokens}
          hint={bots.historyTokensHint}
          value={form.historyTokens}
          inputMode="numeric"
          dir="ltr"
          problem={problems('config.history.tokens')}
          onChange={({ target }) => change({ historyTokens: target.value })}
        />
      </div>
      <Choice
        label={bots.doubleTexting}
        hint={bots.doubleTextingHint}
        options={['reject', 'enqueue', 'interrupt']}
        names={bots.doubleTextings}
        value={form.doubleTexting}
        onChange={(doubleTexting) => change({ doubleTexting })}
      />
    </Section>
  );
}
