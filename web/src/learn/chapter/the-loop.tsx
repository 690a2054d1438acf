import { LoopFigure } from './loop-figure.tsx';
import { Section } from './section.tsx';

export function TheLoop() {
  return (
    <Section id="the-loop">
      <p>
        Nearly every robot runs the same loop: sense, estimate, plan, act. <strong>Sensors</strong> measure.{' '}
        <dfn>State estimation</dfn> combines the measurements into the best guess at what is going on: where
        the robot is, how fast it moves, what stands around it. <strong>Planning</strong> decides what to do
        about it. <strong>Control</strong> turns the decision into commands for the motors, and corrects what
        goes wrong on the way. The action changes the world, the sensors see the change, and the loop begins
        again.
      </p>
      <LoopFigure />
      <p>
        The parts of the loop run at different speeds. A planner may think for half a second about where to
        walk. Meanwhile the controller that keeps the robot upright runs some hundred to a thousand times a
        second, because whether a robot falls is decided in much less than half a second. This layering, slow
        and thoughtful above, fast and simple below, is found in animals too: your spinal cord pulls your hand
        from the hot stove before your brain knows of the pain.
      </p>
      <p>
        What closes the loop is <dfn>feedback</dfn>. Without it the robot would act on what it believes
        instead of on what is so. Close your eyes and walk towards a door: the first step is fine, the tenth
        is not. Small errors add up, and only a look at the world takes them out again.
      </p>
    </Section>
  );
}
