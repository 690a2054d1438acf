import { Component, type ReactNode } from 'react';
import { useText } from '../i18n/text.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from './notice.tsx';

interface ErrorBoundaryProps {
  /** When this changes, what is below gets another chance. */
  place?: string;
  children: ReactNode;
}

/** Says what to do when a view could not be drawn or loaded. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override componentDidUpdate(before: ErrorBoundaryProps) {
    if (this.state.crashed && before.place !== this.props.place) this.setState({ crashed: false });
  }

  override render() {
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  const { shell } = useText();
  return (
    <Notice role="alert" title={shell.crashedTitle} advice={shell.crashedAdvice}>
      <Button onClick={() => location.reload()}>{shell.reload}</Button>
    </Notice>
  );
}
