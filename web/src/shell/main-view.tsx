import { Route, Switch, useRoute } from 'wouter';
import { ChatView } from '../chat/chat-view.tsx';
import { BesideTasks } from '../tasks/beside-tasks.tsx';
import { lazyView } from '../ui/lazy-view.tsx';

const BotView = lazyView(() => import('../bots/bot-view.tsx'));
const BotsView = lazyView(() => import('../bots/bots-view.tsx'));
const LearnView = lazyView(() => import('../learn/learn-view.tsx'));
const SettingsView = lazyView(() => import('../settings/settings-view.tsx'));
const NotFoundView = lazyView(() => import('./not-found-view.tsx'));

/** What the address names. A new chat that gets its id stays the same element, so nothing in it is lost. */
export function MainView() {
  const [isNew] = useRoute('/');
  const [isConversation, params] = useRoute('/c/:conversationId');
  const [isWithBot, withBot] = useRoute('/b/:botId');
  if (isNew || isConversation || isWithBot) {
    return (
      <BesideTasks>
        <ChatView conversationId={params?.conversationId ?? null} botId={withBot?.botId ?? null} />
      </BesideTasks>
    );
  }
  return (
    <Switch>
      <Route path="/bots" component={BotsView} />
      <Route path="/bots/:botId">{({ botId }) => <BotView key={botId} botId={botId} />}</Route>
      <Route path="/learn" component={LearnView} />
      <Route path="/settings" component={SettingsView} />
      <Route component={NotFoundView} />
    </Switch>
  );
}
