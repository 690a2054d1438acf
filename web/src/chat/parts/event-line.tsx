import { Forward, type LucideIcon, ShieldBan } from 'lucide-react';
import { useText } from '../../i18n/text.ts';
import styles from './event-line.module.css';
import type { PartProps } from './part-props.ts';

/** Says that another agent of the bot goes on with the answer. */
export function HandoverLine({ part }: PartProps<'agent-changed'>) {
  const { tools } = useText();
  return <EventLine icon={Forward} look="handover" label={tools.handedOverTo} name={part.to} />;
}

/** Says that a check of the bot forbade the answer, and what it had looked at. */
export function GuardrailLine({ part }: PartProps<'guardrail-tripped'>) {
  const { tools } = useText();
  return (
    <EventLine icon={ShieldBan} look="guardrail" label={tools.guardrails[part.stage]} name={part.guardrail} />
  );
}

interface EventLineProps {
  icon: LucideIcon;
  look: 'handover' | 'guardrail';
  label: string;
  name: string;
}

/** Something that happened in an answer, in one quiet line. */
function EventLine({ icon: Icon, look, label, name }: EventLineProps) {
  return (
    <p className={styles.line} data-look={look}>
      <Icon size={16} aria-hidden="true" className={styles.icon} />
      <span className={styles.text}>
        {label} <bdi className={styles.name}>{name}</bdi>
      </span>
    </p>
  );
}
