/** What the list shows of a conversation, a user's or a guest's. */
export interface ListedConversation {
  id: string;
  title: string | null;
  updatedAt: Date;
  isAnswering: boolean;
}
