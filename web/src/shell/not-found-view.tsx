import { Link } from 'wouter';
import { useText } from '../i18n/text.ts';
import { Notice } from './notice.tsx';
import { useTitle } from './use-title.ts';

export default function NotFoundView() {
  const { shell } = useText();
  useTitle(shell.notFoundTitle);
  return (
    <Notice title={shell.notFoundTitle} advice={shell.notFoundAdvice}>
      <Link href="/">{shell.goHome}</Link>
    </Notice>
  );
}
