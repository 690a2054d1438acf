import type { ChatMessagePart } from '@parlance/client-sdk/react';
import type { ComponentType } from 'react';
import { GuardrailLine, HandoverLine } from './event-line.tsx';
import type { PartProps } from './part-props.ts';
import { TextPart } from './text-part.tsx';
import { ToolCard } from './tool-card.tsx';

/** How each kind of part is shown. A new kind in the contract does not compile until it has its entry. */
const views: { [Type in ChatMessagePart['type']]: ComponentType<PartProps<Type>> } = {
  text: TextPart,
  'tool-call': ToolCard,
  'agent-changed': HandoverLine,
  'guardrail-tripped': GuardrailLine,
};

/** One piece of an answer. */
export function PartView<Type extends ChatMessagePart['type']>(props: PartProps<Type>) {
  const View: ComponentType<PartProps<Type>> = views[props.part.type as Type];
  return <View {...props} />;
}
