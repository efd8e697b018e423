export const ThreadPage = () => null;
