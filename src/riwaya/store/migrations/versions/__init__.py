"""The steps from one schema of a case to the next, run by `riwaya.store.migrate`."""
