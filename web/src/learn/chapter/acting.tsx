import { Section } from './section.tsx';

export function Acting() {
  return (
    <Section id="acting">
      <p>
        An <dfn>actuator</dfn> turns energy into motion. Most robots have electric motors with gears: they are
        precise and quiet, and the gears trade speed for force. Hydraulic actuators push oil into cylinders
        and are strong for their size, which is why excavators have them. Pneumatic actuators use compressed
        air; air is springy, and so they are kind to what they grip.
      </p>
      <p>
        A command alone does not make a motion exact. Tell a motor to turn an arm to thirty degrees, and
        gravity, friction and the load in the hand all have a say in where it ends up. A <dfn>controller</dfn>{' '}
        compares where the joint is with where it should be, and corrects the difference.
      </p>
      <p>
        The most common one is the <dfn>PID controller</dfn>, whose command is the sum of three terms. The{' '}
        <em>proportional</em> term pushes harder the larger the error is now. The <em>integral</em> term adds
        up the errors of the past, and so removes a small one that would otherwise stay for ever. The{' '}
        <em>derivative</em> term looks at how fast the error changes, and brakes before the goal is overshot.
        With their weights well chosen, these three are enough for most of the joints in the world’s
        factories.
      </p>
      <p>
        Legs ask for more. A humanoid has some thirty joints, and to move one of them shifts the balance of
        all. <dfn>Model predictive control</dfn> therefore looks ahead. Many times a second it uses a model of
        the body to work out what the next moments would bring, chooses the best sequence of commands, carries
        out only the first of them, and begins anew with fresh measurements.
      </p>
    </Section>
  );
}
