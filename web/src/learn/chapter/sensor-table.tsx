import { Wide } from './wide.tsx';

const sensors = [
  {
    name: 'Camera',
    measures: 'Light and colour, as an image',
    goodAt: 'Telling what things are',
    strugglesWith: 'Darkness and glare; distance, when it is the only one',
  },
  {
    name: 'Lidar',
    measures: 'Distance, by the time that pulses of laser light take to come back',
    goodAt: 'The exact shape of the surroundings, by day and by night',
    strugglesWith: 'Glass, mirrors, fog and heavy rain',
  },
  {
    name: 'Inertial unit (IMU)',
    measures: 'Acceleration and rate of turn',
    goodAt: 'Fast motion and balance',
    strugglesWith: 'Drift: small errors add up to large ones',
  },
  {
    name: 'Joint encoder',
    measures: 'The angle of a joint',
    goodAt: 'Exact posture, many times a second',
    strugglesWith: 'It says nothing of the world outside',
  },
  {
    name: 'Force and touch sensors',
    measures: 'Force, torque, and pressure where there is contact',
    goodAt: 'A gentle grip; noticing that something slips',
    strugglesWith: 'Wear, and everything that is not touched yet',
  },
];

export function SensorTable() {
  return (
    <Wide label="Table 1">
      <table>
        <caption>
          <strong>Table 1.</strong> What common sensors can and cannot do.
        </caption>
        <thead>
          <tr>
            <th scope="col">Sensor</th>
            <th scope="col">Measures</th>
            <th scope="col">Good at</th>
            <th scope="col">Struggles with</th>
          </tr>
        </thead>
        <tbody>
          {sensors.map(({ name, measures, goodAt, strugglesWith }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{measures}</td>
              <td>{goodAt}</td>
              <td>{strugglesWith}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
