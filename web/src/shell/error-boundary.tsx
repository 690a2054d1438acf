import { Component, type ReactNode, useEffect } from 'react';
import { useText } from '../i18n/text.ts';
import { Button } from '../ui/button.tsx';
import { LoadError } from '../ui/lazy-view.tsx';
import { Notice } from './notice.tsx';

interface ErrorBoundaryProps {
  /** When this changes, what is below gets another chance. */
  place?: string | null;
  /** Offered where what is below has its own way of closing it. */
  onClose?: () => void;
  children: ReactNode;
}

interface State {
  crash: { error: unknown } | null;
}

/** Says what to do when a view could not be drawn or loaded. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  override state: State = { crash: null };

  static getDerivedStateFromError(error: unknown): State {
    return { crash: { error } };
  }

  override componentDidUpdate(before: ErrorBoundaryProps) {
    if (before.place !== this.props.place) this.tryAgain();
  }

  override componentWillUnmount() {
    this.forget();
  }

  private readonly tryAgain = () => {
    if (this.state.crash === null) return;
    this.forget();
    this.setState({ crash: null });
  };

  private forget() {
    const { crash } = this.state;
    if (crash?.error instanceof LoadError) crash.error.forget();
  }

  override render() {
    const { crash } = this.state;
    const { children, onClose } = this.props;
    if (crash === null) return children;
    return crash.error instanceof LoadError ? (
      <NotLoaded onTryAgain={this.tryAgain} onClose={onClose} />
    ) : (
      <Crashed onClose={onClose} />
    );
  }
}

interface FailureProps {
  onClose: (() => void) | undefined;
}

/** The network may be away, or the files of the page may be those of a newer build. */
function NotLoaded({ onTryAgain, onClose }: FailureProps & { onTryAgain: () => void }) {
  const { chat, shell } = useText();
  useEffect(() => {
    addEventListener('online', onTryAgain);
    return () => removeEventListener('online', onTryAgain);
  }, [onTryAgain]);
  return (
    <Notice role="alert" title={shell.notLoadedTitle} advice={shell.notLoadedAdvice}>
      <Button onClick={onTryAgain}>{chat.tryAgain}</Button>
      <Reload />
      <Close onClose={onClose} />
    </Notice>
  );
}

function Crashed({ onClose }: FailureProps) {
  const { shell } = useText();
  return (
    <Notice role="alert" title={shell.crashedTitle} advice={shell.crashedAdvice}>
      <Reload />
      <Close onClose={onClose} />
    </Notice>
  );
}

function Reload() {
  const { shell } = useText();
  return (
    <Button look="plain" onClick={() => location.reload()}>
      {shell.reload}
    </Button>
  );
}

function Close({ onClose }: FailureProps) {
  const { shell } = useText();
  return (
    onClose && (
      <Button look="plain" onClick={onClose}>
        {shell.close}
      </Button>
    )
  );
}
