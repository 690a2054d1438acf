import type { Rating } from '@parlance/client-sdk';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useRef } from 'react';
import { useText } from '../../i18n/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useChatContext } from '../chat-context.ts';
import { CommentForm } from './comment-form.tsx';

/** Whether it is asked what is wrong with an answer. */
export interface Asking {
  isAsking: boolean;
  onAsk(isAsking: boolean): void;
}

interface RatingButtonsProps extends Asking {
  id: string;
  rating: Rating | null;
}

/** Thumbs. A second press takes the rating back; a bad one may be explained. */
export function RatingButtons({ id, rating, isAsking, onAsk }: RatingButtonsProps) {
  const { chat: text } = useText();
  const { rate, focusComposer } = useChatContext();
  const bad = useRef<HTMLButtonElement>(null);
  const thumb = (value: Rating) => ({
    'aria-pressed': rating === value,
    onClick: () => {
      const next = rating === value ? null : value;
      rate(id, next);
      onAsk(next === 'negative');
    },
  });
  const send = (comment: string) => {
    rate(id, 'negative', comment);
    focusComposer();
  };
  const close = () => {
    onAsk(false);
    bad.current?.focus();
  };
  return (
    <>
      <IconButton icon={ThumbsUp} label={text.goodAnswer} {...thumb('positive')} />
      <IconButton ref={bad} icon={ThumbsDown} label={text.badAnswer} {...thumb('negative')} />
      {isAsking && <CommentForm onSend={send} onClose={close} />}
    </>
  );
}
