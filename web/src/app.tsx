import { Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { AppShell } from './shell/app-shell.tsx';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { MainView } from './shell/main-view.tsx';
import { lazyView } from './ui/lazy-view.tsx';

const SignInView = lazyView(() => import('./account/sign-in-view.tsx'));
const SignUpView = lazyView(() => import('./account/sign-up-view.tsx'));

export function App() {
  const [location] = useLocation();
  return (
    <ErrorBoundary place={location}>
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
