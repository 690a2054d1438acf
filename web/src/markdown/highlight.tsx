import { common, createLowlight } from 'lowlight';
import type { ReactNode } from 'react';

const lowlight = createLowlight(common);

type Node = ReturnType<typeof lowlight.highlight>['children'][number];

/** Code in the colours of its language; code of an unknown one as it is. */
export const highlight = (code: string, language: string): ReactNode =>
  lowlight.registered(language) ? lowlight.highlight(language, code).children.map(toReact) : code;

function toReact(node: Node, index: number): ReactNode {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return null;
  const className = [node.properties['className']].flat().join(' ');
  return (
    <span key={index} className={className}>
      {node.children.map(toReact)}
    </span>
  );
}
