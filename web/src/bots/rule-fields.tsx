import { Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { Field } from '../ui/field.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { useHandOverFocus } from '../ui/use-hand-over-focus.ts';
import type { RuleForm } from './bot-form.ts';
import styles from './bots.module.css';
import { focusBeside } from './focus-beside.ts';
import type { Problems } from './problems.ts';
import { useBotText } from './use-bot-text.ts';

interface RuleFieldsProps {
  rule: RuleForm;
  problems: Problems;
  onChange(change: Partial<RuleForm>): void;
  onRemove(): void;
}

/** Whether calls of a tool wait until they are allowed. */
export function RuleFields({ rule, problems, onChange, onRemove }: RuleFieldsProps) {
  const bots = useBotText();
  const row = useRef<HTMLDivElement>(null);
  useHandOverFocus(row, focusBeside);
  return (
    <div ref={row} className={styles.rule}>
      <Field
        label={bots.tool}
        hint={bots.toolHint}
        value={rule.tool}
        dir="ltr"
        spellCheck={false}
        autoCapitalize="none"
        problem={problems(`rules.${rule.key}`) ?? problems(`config.tools.approval.${rule.tool.trim()}`)}
        onChange={({ target }) => onChange({ tool: target.value })}
      />
      <SelectField
        label={bots.rule}
        options={['always', 'never']}
        names={bots.rules}
        value={rule.rule}
        onChange={(chosen) => onChange({ rule: chosen })}
      />
      <IconButton icon={Trash2} label={bots.removeApproval} onClick={onRemove} />
    </div>
  );
}
