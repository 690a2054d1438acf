import { Section } from './section.tsx';
import { SensorTable } from './sensor-table.tsx';

export function Sensing() {
  return (
    <Section id="sensing">
      <p>
        A robot has two kinds of senses. <dfn>Exteroception</dfn> is what it perceives of the world outside:
        light, distance, sound, touch. <dfn>Proprioception</dfn> is what it feels of its own body: the angle
        of each joint, the torque of each motor, the pull of gravity. The second is easily forgotten, and
        nothing works without it. A hand that does not know where it is cannot reach for anything.
      </p>
      <SensorTable />
      <p>
        No sensor is enough alone. <dfn>Sensor fusion</dfn> puts several together, so that the strength of one
        covers the weakness of another. An inertial unit follows fast motion but drifts; a camera is slower,
        but sees the same door in the same place each time. Fused, they give a position that is both quick and
        steady.
      </p>
      <p>
        The classic tool for this is the <dfn>Kalman filter</dfn>. It predicts what the next measurement
        should be, compares that with the one that comes, and moves its belief towards the measurement. How
        far it moves depends on how much each of the two can be trusted: far when the sensor is precise,
        little when it is noisy.
      </p>
    </Section>
  );
}
