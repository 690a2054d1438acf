import { Section } from './section.tsx';

const terms = [
  ['Actuator', 'A part that turns energy into motion, such as an electric motor or a hydraulic cylinder.'],
  [
    'Controller',
    'What compares the state of a machine with the state that is wanted, and corrects the difference.',
  ],
  ['Degree of freedom', 'One way in which a body can move by itself, such as the turning of one joint.'],
  ['Embodied intelligence', 'The view that good behaviour comes from brain, body and surroundings together.'],
  ['Feedback', 'Using what was measured of the outcome to correct what is done next.'],
  ['Proprioception', 'The sense of one’s own body: angles, torques, orientation.'],
  ['Sensor fusion', 'Combining several sensors into one estimate that is better than each of them.'],
  ['Sim-to-real gap', 'The loss of skill when a behaviour moves from a simulator to a real machine.'],
] as const;

export function KeyTerms() {
  return (
    <Section id="key-terms">
      <dl>
        {terms.map(([term, meaning]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
