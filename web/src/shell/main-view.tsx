import { lazy } from 'react';
import { Route, Switch, useRoute } from 'wouter';
import { ChatView } from '../chat/chat-view.tsx';

const LearnView = lazy(() => import('../learn/learn-view.tsx'));
const SettingsView = lazy(() => import('../settings/settings-view.tsx'));
const NotFoundView = lazy(() => import('./not-found-view.tsx'));

/** What the address names. A new chat that gets its id stays the same element, so nothing in it is lost. */
export function MainView() {
  const [isNew] = useRoute('/');
  const [isConversation, params] = useRoute('/c/:conversationId');
  if (isNew || isConversation) return <ChatView conversationId={params?.conversationId ?? null} />;
  return (
    <Switch>
      <Route path="/learn" component={LearnView} />
      <Route path="/settings" component={SettingsView} />
      <Route component={NotFoundView} />
    </Switch>
  );
}
