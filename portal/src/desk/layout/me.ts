import { createContext, useContext } from 'react';

/** Who works here, as the shell says. */
export interface Me {
  brand: string;
  name: string;
  role: 'agent' | 'operator';
}

export const MeContext = createContext<Me>({ brand: '', name: '', role: 'agent' });
export const useMe = (): Me => useContext(MeContext);
