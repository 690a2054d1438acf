import { useText } from '../../i18n/text.ts';

/** Says in plain words what a tool does, as far as its name tells. Tools of other servers have the server's name before their own. */
export function useToolName(): (tool: string) => string {
  const { tools } = useText();
  const names: Record<string, string> = tools.names;
  return (tool) => {
    const known = Object.hasOwn(names, tool) ? names[tool] : undefined;
    if (known !== undefined) return known;
    const [server, ...rest] = tool.split('__');
    return server !== undefined && server !== '' && rest.length > 0
      ? tools.at(server, inWords(rest.join('__')))
      : inWords(tool);
  };
}

/** `sendMail`, `send_mail` and `send-mail`: “Send mail”. */
export function inWords(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_.-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
}
