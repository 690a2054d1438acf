import { Section } from './section.tsx';

export function Safety() {
  return (
    <Section id="safety">
      <p>
        Where a mistake can hurt somebody, being right most of the time is not enough. Safety is therefore
        built in layers, so that no single failure can do harm.
      </p>
      <ul>
        <li>
          <strong>The body</strong> comes first: light arms, rounded edges, joints that yield.
        </li>
        <li>
          <strong>Limits</strong> come next, which no software above them can exceed: on force, on speed, on
          where an arm may go.
        </li>
        <li>
          <strong>Monitoring</strong> watches the surroundings: a person who comes near makes the machine slow
          down, and stop before they touch.
        </li>
        <li>
          <strong>The emergency stop</strong> is the last: a circuit of its own, which works even when every
          computer has failed.
        </li>
      </ul>
      <p>
        To know what one does not know belongs to safety too. A robot that cannot tell what lies before it,
        and waits, has decided better than one that guesses. Teaching machines when to stop and ask is one of
        the open problems of the field, and one of the most important.
      </p>
    </Section>
  );
}
