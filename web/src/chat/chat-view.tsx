/** The conversation with this id, or a new one. */
export function ChatView({ conversationId }: { conversationId: string | null }) {
  return <p>{conversationId}</p>;
}
