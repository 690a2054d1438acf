import { createParlanceClient } from '@parlance/client-sdk';
import { type ChatMessage, ParlanceProvider, useChat } from '@parlance/client-sdk/react';
import { type FormEvent, useState } from 'react';

/** A whole chat. `url` is the address of your Parlance server; nobody needs to be signed in, unless that server wants it. */
export function ParlanceChat({ url }: { url: string }) {
  // Made once: the client keeps what is being answered.
  const [client] = useState(() => createParlanceClient({ url }));
  return (
    <ParlanceProvider client={client}>
      <Conversation />
    </ParlanceProvider>
  );
}

function Conversation() {
  const chat = useChat();
  const [text, setText] = useState('');
  const isBusy = chat.status === 'sending' || chat.status === 'streaming';

  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === '' || isBusy) return;
    chat.send({ message: text });
    setText('');
  }

  return (
    <section aria-label="Chat">
      <ol aria-label="Messages">
        {chat.messages.map((message) => (
          <Message key={message.key} message={message} onResend={() => chat.resend(message.key)} />
        ))}
      </ol>
      {chat.connection !== 'online' && <p role="status">Connecting again. Nothing of the answer is lost.</p>}
      {chat.error && (
        <p role="alert">
          {chat.error.message}{' '}
          <button type="button" onClick={chat.dismissError}>
            Close
          </button>
        </p>
      )}
      <form onSubmit={submit}>
        <textarea
          aria-label="Message"
          dir="auto"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {isBusy ? (
          <button key="stop" type="button" onClick={chat.stop}>
            Stop
          </button>
        ) : (
          <button key="send" type="submit">
            Send
          </button>
        )}
      </form>
    </section>
  );
}

function Message({ message, onResend }: { message: ChatMessage; onResend(): void }) {
  return (
    <li>
      <strong>{message.role === 'user' ? 'You' : 'Assistant'}</strong>
      <p dir="auto">{message.text}</p>
      {message.status === 'unsent' && (
        <button type="button" onClick={onResend}>
          Not sent. Send again
        </button>
      )}
      {message.status === 'failed' && <p role="alert">{message.error?.message}</p>}
    </li>
  );
}
