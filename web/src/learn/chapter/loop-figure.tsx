import styles from './loop-figure.module.css';
import { Wide } from './wide.tsx';

const steps = [
  { name: 'Sense', detail: 'sensors measure', x: 20, y: 20 },
  { name: 'Estimate', detail: 'what is going on?', x: 250, y: 20 },
  { name: 'Plan', detail: 'what to do?', x: 480, y: 20 },
  { name: 'Act', detail: 'motors move', x: 480, y: 150 },
  { name: 'The world', detail: 'changes', x: 20, y: 150 },
];

const arrows = ['M180 55H240', 'M410 55H470', 'M560 90V140', 'M480 185H190', 'M100 150V100'];

/** The loop as boxes and arrows. */
export function LoopFigure() {
  return (
    <figure className={styles.figure}>
      <Wide label="Figure 1">
        <svg viewBox="0 0 660 240" role="img" aria-labelledby="loop-title" className={styles.drawing}>
          <title id="loop-title">
            The loop: sense, estimate, plan, act; the action changes the world, which is sensed again.
          </title>
          <defs>
            <marker
              id="loop-arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              orient="auto"
            >
              <path d="M0 0L8 4L0 8z" className={styles.head} />
            </marker>
          </defs>
          {arrows.map((path) => (
            <path key={path} d={path} className={styles.arrow} markerEnd="url(#loop-arrow)" />
          ))}
          {steps.map(({ name, detail, x, y }) => (
            <g key={name} data-world={name === 'The world' || undefined}>
              <rect x={x} y={y} width="160" height="70" rx="12" className={styles.box} />
              <text x={x + 80} y={y + 31} className={styles.name}>
                {name}
              </text>
              <text x={x + 80} y={y + 53} className={styles.detail}>
                {detail}
              </text>
            </g>
          ))}
          <text x="112" y="125" className={styles.feedback}>
            feedback: what was done is seen
          </text>
        </svg>
      </Wide>
      <figcaption>
        <strong>Figure 1.</strong> The loop of a robot. Each part runs at its own pace: planning a few times a
        second, control up to a thousand times.
      </figcaption>
    </figure>
  );
}
