import {
  Ban,
  Check,
  CircleQuestionMark,
  CircleStop,
  ClockAlert,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
  Wrench,
} from 'lucide-react';
import { useText } from '../../i18n/text.ts';
import type { PartProps } from './part-props.ts';
import styles from './tool-card.module.css';
import type { CallState } from './use-call-state.ts';
import { useToolName } from './use-tool-name.ts';
import { subjectOf } from './value-shape.ts';
import { ValueView } from './value-view.tsx';

type Settled = Exclude<CallState, 'asked'>;

interface CallCardProps {
  part: PartProps<'tool-call'>['part'];
  state: Settled;
}

/** What a tool does and how it went in one line; what went in and came out behind it. */
export function CallCard({ part, state }: CallCardProps) {
  const { tools } = useText();
  const toolName = useToolName();
  const Icon = icons[state];
  const subject = subjectOf(part.arguments);
  return (
    <details className={styles.card} data-state={state}>
      <summary className={styles.summary}>
        <Wrench size={16} aria-hidden="true" />
        <bdi className={styles.name}>{toolName(part.tool)}</bdi>
        {subject !== null && (
          <span className={styles.subject} dir="auto">
            {subject}
          </span>
        )}
        <span className={styles.outcome}>
          <Icon size={16} aria-hidden="true" className={styles.icon} />
          {tools.states[state]}
        </span>
        {part.durationMs !== null && part.durationMs > 0 && (
          <span className={styles.duration}>{tools.duration(part.durationMs)}</span>
        )}
      </summary>
      <div className={styles.details}>
        <p className={styles.technical}>
          <code>{part.tool}</code>
        </p>
        <Note state={state} wasAsked={part.approval !== null} />
        <Detail label={tools.arguments} value={part.arguments} />
        {(state === 'done' || state === 'failed') && (
          <Detail label={state === 'failed' ? tools.error : tools.result} value={part.result} />
        )}
      </div>
    </details>
  );
}

const icons: Record<Settled, LucideIcon> = {
  running: LoaderCircle,
  done: Check,
  failed: TriangleAlert,
  denied: Ban,
  expired: ClockAlert,
  stopped: CircleStop,
  unknown: CircleQuestionMark,
};

function Note({ state, wasAsked }: { state: Settled; wasAsked: boolean }) {
  const { tools } = useText();
  const notes: Partial<Record<Settled, string>> = {
    denied: tools.deniedNote,
    expired: tools.expiredNote,
    stopped: tools.stoppedNote,
    unknown: tools.unknownNote,
  };
  const note = notes[state] ?? (wasAsked ? tools.approvedNote : null);
  return note && <p className={styles.note}>{note}</p>;
}

function Detail({ label, value }: { label: string; value: unknown }) {
  if (value === undefined || value === null) return null;
  return (
    <div className={styles.detail}>
      <p className={styles.label}>{label}</p>
      <ValueView value={value} />
    </div>
  );
}
