import { useText } from '../i18n/text.ts';
import {
  languages,
  setLanguage,
  setTheme,
  themes,
  useLanguage,
  useTheme,
} from '../preferences/preferences.ts';
import { Choice } from '../ui/choice.tsx';
import { Section } from '../ui/section.tsx';
import styles from './settings.module.css';

/** How the page looks to this person, in this browser. */
export function Appearance() {
  const { settings } = useText();
  return (
    <Section title={settings.appearance}>
      <div className={styles.content}>
        <Choice
          label={settings.theme}
          options={themes}
          names={settings.themes}
          value={useTheme()}
          onChange={setTheme}
        />
        <Choice
          label={settings.language}
          options={languages}
          names={settings.languages}
          value={useLanguage()}
          onChange={setLanguage}
        />
      </div>
    </Section>
  );
}
