import { Component, type ReactNode } from 'react';
import { useText } from '../i18n/text.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from './notice.tsx';

/** Says what to do when a view could not be drawn or loaded. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  const { shell } = useText();
  return (
    <main role="alert">
      <Notice title={shell.crashedTitle} advice={shell.crashedAdvice}>
        <Button onClick={() => location.reload()}>{shell.reload}</Button>
      </Notice>
    </main>
  );
}
