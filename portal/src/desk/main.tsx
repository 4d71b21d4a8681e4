import '../styles/tokens.css';
import './desk.css';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { createGraphClient } from './graph/client.ts';
import { openSocket } from './graph/live.ts';
import { startKeys } from './keys/bindings.ts';
import { MeContext } from './layout/me.ts';
import { createDeskRouter } from './router.tsx';

/** The agents' desk. Everything that it shows comes from the graph; the shell only says whose desk it is. */
const element = document.getElementById('desk');
if (element) {
  const { brand = '', name = '', role } = element.dataset;
  startKeys();
  openSocket();
  createRoot(element).render(
    <MeContext value={{ brand, name, role: role === 'operator' ? 'operator' : 'agent' }}>
      <Provider value={createGraphClient()}>
        <RouterProvider router={createDeskRouter()} />
      </Provider>
    </MeContext>,
  );
}
