import type { ChatMessage } from '@parlance/client-sdk/react';
import { Component, type ReactNode } from 'react';
import { useText } from '../../i18n/text.ts';
import styles from '../message/message.module.css';
import textStyles from '../parts/text-part.module.css';

interface MessageBoundaryProps {
  message: ChatMessage;
  children: ReactNode;
}

/** Shows a message that cannot be drawn as the text that it is, so that the conversation around it stays. */
export class MessageBoundary extends Component<MessageBoundaryProps, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  // Not at each word of an answer that is being written: what could not be drawn is drawn in vain.
  override componentDidUpdate({ message }: MessageBoundaryProps) {
    if (this.state.crashed && message.status !== this.props.message.status) this.setState({ crashed: false });
  }

  override render() {
    const { children, message } = this.props;
    return this.state.crashed ? <PlainMessage message={message} /> : children;
  }
}

function PlainMessage({ message: { role, text } }: { message: ChatMessage }) {
  const { chat } = useText();
  return (
    <article
      className={styles.message}
      aria-label={role === 'user' ? chat.you : chat.assistant}
      data-role={role}
    >
      <p className={textStyles.plain} dir="auto">
        {text}
      </p>
    </article>
  );
}
