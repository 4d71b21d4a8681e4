import { Switch } from 'react-aria-components';
import { Dialog } from '../components/Dialog.tsx';
import { hasSingleKeys, useBindingGroups } from './bindings.ts';
import styles from './keys.module.css';

const shown: Record<string, string> = { Escape: 'Esc', ArrowDown: '↓', ArrowUp: '↑' };

function Keys({ keys }: { keys: string }) {
  return (
    <>
      {keys.split(/[ +]/).map((key, i) => (
        // Keys of one shortcut never change places
        <kbd key={i}>{shown[key] ?? key}</kbd>
      ))}
    </>
  );
}

/** Everything that keys do here, and the switch that turns single keys off. */
export default function KeySheet({ onClose }: { onClose: () => void }) {
  const groups = useBindingGroups();
  const isOn = hasSingleKeys.use();
  return (
    <Dialog title="Keyboard" isOpen onClose={onClose} isWide>
      <div className={styles['groups']}>
        {groups.map((group) => (
          <section key={group.name}>
            <h3>{group.name}</h3>
            <dl>
              {group.bindings.map(({ keys, label }) => (
                <div key={keys}>
                  <dt>
                    <Keys keys={keys} />
                  </dt>
                  <dd>{label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch className={styles['switch'] ?? ''} isSelected={isOn} onChange={hasSingleKeys.set}>
        <span className={styles['track']} aria-hidden="true" />
        Shortcuts of a single key
      </Switch>
      <p className={styles['hint']}>
        Off: letters and signs do nothing by themselves. Enter, Escape and the arrow keys go on working in the list.
      </p>
    </Dialog>
  );
}
