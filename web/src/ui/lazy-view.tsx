import { type ComponentType, use } from 'react';

/** A part of the page that could not be loaded. Once that is forgotten, it is loaded anew when it is drawn. */
export class LoadError extends Error {
  readonly forget: () => void;

  constructor(forget: () => void, cause: unknown) {
    super('A part of the page could not be loaded', { cause });
    this.forget = forget;
  }
}

/** Like React's `lazy`, which keeps a failure for good: the network may be back, or the server. */
export function lazyView<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props> {
  let loading: Promise<ComponentType<Props>> | null = null;
  const forget = () => {
    loading = null;
  };
  const start = async () => {
    try {
      return (await load()).default;
    } catch (cause) {
      throw new LoadError(forget, cause);
    }
  };
  return function LazyView(props) {
    loading ??= start();
    const View = use(loading);
    return <View {...props} />;
  };
}
