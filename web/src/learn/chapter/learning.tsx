import { Section } from './section.tsx';

export function Learning() {
  return (
    <Section id="learning">
      <p>
        Some skills are hard to write down. Nobody can list the rules for folding a towel. Two ways of
        learning have come to the fore. In <dfn>imitation learning</dfn> a person shows the task, often by
        steering the robot’s arms, and a neural network learns to do in each situation what the person did. In{' '}
        <dfn>reinforcement learning</dfn> the robot tries, is rewarded for what works, and comes to prefer
        what pays.
      </p>
      <p>
        Trying takes many thousands of attempts, and bodies break. So most of it is done in{' '}
        <strong>simulation</strong>, where a thousand robots can fall at once and get up unharmed. But a
        simulator is only a model: its floors are too smooth, its motors too perfect, its light too clean. The
        loss of skill when a behaviour moves from the simulator to the machine is called the{' '}
        <dfn>sim-to-real gap</dfn>. A common remedy is <dfn>domain randomisation</dfn>: masses, friction,
        delays and lighting are varied at random during training, so that reality becomes one more variation
        among those already met.
      </p>
      <p>
        The newest step joins language and motion. A <dfn>vision-language-action model</dfn> takes camera
        images and an instruction in plain words, such as “put the cup on the shelf”, and puts out movements.
        It builds on a model that was trained on text and images from the web, and so brings along knowledge
        about cups and shelves that no robot has had the time to gather. What it does not bring along is a
        guarantee. That is why a conventional controller with hard limits usually stands between such a model
        and the motors.
      </p>
    </Section>
  );
}
