import { AreaField } from '../ui/area-field.tsx';
import { Choice } from '../ui/choice.tsx';
import { Field } from '../ui/field.tsx';
import { Section } from '../ui/section.tsx';
import styles from './bots.module.css';
import type { FieldsProps } from './fields-props.ts';
import { useBotText } from './use-bot-text.ts';

/** How a bot answers. */
export function AnswerFields({ form, change, problems }: FieldsProps) {
  const bots = useBotText();
  return (
    <Section title={bots.answers}>
      <AreaField
        label={bots.instructions}
        hint={bots.instructionsHint}
        value={form.instructions}
        rows={6}
        problem={problems('config.instructions')}
        onChange={({ target }) => change({ instructions: target.value })}
      />
      <Choice
        label={bots.agentType}
        // Nothing can be put into documents yet: only a bot that came with them has the choice.
        options={form.agentType === 'rag' ? ['chat', 'rag', 'react'] : ['chat', 'react']}
        names={bots.agentTypes}
        value={form.agentType}
        onChange={(agentType) => change({ agentType })}
      />
      <div className={styles.pair}>
        <Field
          label={bots.model}
          hint={bots.modelHint}
          value={form.model}
          dir="ltr"
          spellCheck={false}
          autoCapitalize="none"
          problem={problems('config.model')}
          onChange={({ target }) => change({ model: target.value })}
        />
        <Field
          label={bots.temperature}
          hint={bots.temperatureHint}
          value={form.temperature}
          inputMode="decimal"
          dir="ltr"
          problem={problems('config.temperature')}
          onChange={({ target }) => change({ temperature: target.value })}
        />
      </div>
      <Field
        label={bots.languages}
        hint={bots.languagesHint}
        value={form.languages}
        dir="ltr"
        spellCheck={false}
        autoCapitalize="none"
        problem={problems('config.languages')}
        onChange={({ target }) => change({ languages: target.value })}
      />
    </Section>
  );
}
