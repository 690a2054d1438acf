import { AreaField } from '../ui/area-field.tsx';
import { Section } from '../ui/section.tsx';
import type { FieldsProps } from './fields-props.ts';
import { useBotText } from './use-bot-text.ts';

/** Where else a bot may be shown. */
export function EmbedFields({ form, change, problems }: FieldsProps) {
  const bots = useBotText();
  return (
    <Section title={bots.embedding}>
      <AreaField
        label={bots.allowedOrigins}
        hint={bots.allowedOriginsHint}
        value={form.allowedOrigins}
        rows={2}
        dir="ltr"
        spellCheck={false}
        problem={problems('config.allowedOrigins')}
        onChange={({ target }) => change({ allowedOrigins: target.value })}
      />
    </Section>
  );
}
