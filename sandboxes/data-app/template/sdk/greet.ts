import { watchErrors } from './errors.ts';
import { theBridge } from './runtime.ts';

// Read before the app and all libraries: the host answers meanwhile, and no failure goes unheard.
theBridge();
watchErrors();
