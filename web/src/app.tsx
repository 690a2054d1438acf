import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { AppShell } from './shell/app-shell.tsx';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { MainView } from './shell/main-view.tsx';

const SignInView = lazy(() => import('./account/sign-in-view.tsx'));
const SignUpView = lazy(() => import('./account/sign-up-view.tsx'));

export function App() {
  return (
    <ErrorBoundary>
      <Suspense>
        <Switch>
          <Route path="/sign-in" component={SignInView} />
          <Route path="/sign-up" component={SignUpView} />
          <Route>
            <AppShell>
              <MainView />
            </AppShell>
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}
