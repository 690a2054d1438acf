import type { Rating } from '@parlance/client-sdk';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useChatContext } from '../chat-context.ts';
import { CommentForm } from './comment-form.tsx';

/** Thumbs. A second press takes the rating back; a bad one may be explained. */
export function RatingButtons({ id, rating }: { id: string; rating: Rating | null }) {
  const { chat: text } = useText();
  const { rate } = useChatContext();
  const [isAsking, setAsking] = useState(false);
  const press = (pressed: Rating) => {
    const next = rating === pressed ? null : pressed;
    rate(id, next);
    setAsking(next === 'negative');
  };
  const thumb = (value: Rating) => ({
    'aria-pressed': rating === value,
    onClick: () => press(value),
  });
  return (
    <>
      <IconButton icon={ThumbsUp} label={text.goodAnswer} {...thumb('positive')} />
      <IconButton icon={ThumbsDown} label={text.badAnswer} {...thumb('negative')} />
      {isAsking && (
        <CommentForm onSend={(comment) => rate(id, 'negative', comment)} onClose={() => setAsking(false)} />
      )}
    </>
  );
}
