import { Section } from './section.tsx';

export function FromScreenToWorld() {
  return (
    <Section id="from-screen-to-world">
      <p>
        <dfn>Physical AI</dfn> is artificial intelligence that perceives the physical world through sensors
        and acts on it through a body. A language model that answers a question changes nothing but the
        screen. A warehouse robot that answers a question of the same kind, “where does this box go?”, has to
        lift the box, carry it past people, and put it down without crushing what is underneath.
      </p>
      <p>Three things set the two apart.</p>
      <ol>
        <li>
          <strong>The world does not wait.</strong> A walking robot that loses its balance has a few tenths of
          a second to place its foot. An answer that comes later is a wrong answer, however clever it is.
        </li>
        <li>
          <strong>The world cannot be undone.</strong> There is no back button for a dropped glass. A system
          that may try a thousand times on a screen often has one try on the floor.
        </li>
        <li>
          <strong>The world is never fully known.</strong> Every measurement is noisy, every model leaves
          something out, and what the robot sees now was true some milliseconds ago.
        </li>
      </ol>
      <p>
        Yet the body is not only a burden. It is part of the solution. A soft fingertip wraps itself around an
        egg without any computation, and a leg with a spring in it gives back on the next step some of the
        energy that it took up on the last. Engineers speak of <dfn>embodied intelligence</dfn>: good
        behaviour comes from brain, body and surroundings together, and what the body does well need not be
        done by software.
      </p>
    </Section>
  );
}
