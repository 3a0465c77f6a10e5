using Sweep.Client;
using Sweep.Client.Limits;

// Nothing else is named here: whatever is, is loaded before the first line runs.
if (EarlyLimits.Code() is var code and not 0) return code;
return await Startup.Run(args);
