import { Route, Switch } from 'wouter';
import { AppShell } from './shell/app-shell.tsx';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { MainView } from './shell/main-view.tsx';

export function App() {
  return (
    <ErrorBoundary>
      <Switch>
        <Route>
          <AppShell>
            <MainView />
          </AppShell>
        </Route>
      </Switch>
    </ErrorBoundary>
  );
}
