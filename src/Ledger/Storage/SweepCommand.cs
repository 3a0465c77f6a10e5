using System.Data.Common;

namespace Sweep.Ledger.Storage;

/// <summary>A question about one sweep, for very many rows: its reader is the database's own, with nothing around it.</summary>
internal static class SweepCommand
{
    /// <param name="connection">An open connection.</param>
    /// <param name="moment">What it sees.</param>
    /// <param name="sql">The question; <c>@sweep</c> stands for the name of the sweep.</param>
    /// <param name="sweep">The name.</param>
    /// <remarks>It may take as long as it takes.</remarks>
    public static DbCommand Of(DbConnection connection, DbTransaction moment, string sql, string sweep)
    {
        var command = connection.CreateCommand();
        (command.CommandText, command.Transaction, command.CommandTimeout) = (sql, moment, 0);
        var name = command.CreateParameter();
        (name.ParameterName, name.Value) = ("sweep", sweep);
        command.Parameters.Add(name);
        return command;
    }
}
