using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Sweep.Client.Cli;
using Sweep.Contracts;

namespace Sweep.Client.Exports;

/// <summary>TensorBoard's event files: a run for each trial that has started, with its metrics as scalars by epoch and its configuration
/// for the tab HPARAMS.</summary>
internal static class TensorboardExport
{
    public static string Write(ExportedSweep sweep, string path)
    {
        ExportFiles.Folder(Path.Combine(path, sweep.Row.Name), folder =>
        {
            foreach (var trial in sweep.Started()) WriteRun(folder, trial, trial.Row.StartedAt!.Value);
        });
        return $"tensorboard --logdir {Hints.Quote(path)}";
    }

    private static void WriteRun(string folder, ExportedTrial trial, DateTimeOffset started)
    {
        var run = Directory.CreateDirectory(Path.Combine(folder, $"{trial.Row.Number}")).FullName;
        using var file = new EventFile(Path.Combine(run, $"events.out.tfevents.{started.ToUnixTimeSeconds()}.sweep"));
        file.Write(TensorboardMessages.Version(Seconds(started)));
        var settings = TensorboardMessages.SessionStart(trial.Row.Plan.Config, Seconds(started));
        file.Write(TensorboardMessages.Event(Seconds(started), 0, [settings]));
        foreach (var (epoch, at) in trial.Times())
        {
            var scalars = epoch.Metrics.Select(metric => TensorboardMessages.Scalar(metric.Name, metric.Value));
            file.Write(TensorboardMessages.Event(Seconds(at), epoch.Epoch, scalars));
        }

        if (trial.Row.EndedAt is { } ended)
            file.Write(TensorboardMessages.Event(Seconds(ended), 0, [TensorboardMessages.SessionEnd(trial.Row.Status, Seconds(ended))]));
    }

    private static double Seconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 1000.0;
}

/// <summary>The messages of TensorBoard: tensorboard/compat/proto/event.proto and summary.proto, and of its plugin for hyperparameters,
/// version 0, tensorboard/plugins/hparams/plugin_data.proto.</summary>
internal static class TensorboardMessages
{
    public static ByteString Version(double at) => Message(head =>
    {
        Real(head, 1, at);
        Text(head, 3, "brain.Event:2");
    });

    /// <param name="at">When, in seconds since 1970.</param>
    /// <param name="values">What <see cref="Scalar"/> and the like give.</param>
    public static ByteString Event(double at, long step, IEnumerable<ByteString> values) => Message(noted =>
    {
        Real(noted, 1, at);
        noted.WriteTag(2, WireFormat.WireType.Varint);
        noted.WriteInt64(step);
        Part(noted, 5, Message(summary =>
        {
            foreach (var value in values) Part(summary, 1, value);
        }));
    });

    public static ByteString Scalar(string tag, double number) => Message(value =>
    {
        Text(value, 1, tag);
        value.WriteTag(2, WireFormat.WireType.Fixed32);
        value.WriteFloat((float)number);
    });

    /// <summary>A session of the plugin begins with these values.</summary>
    public static ByteString SessionStart(TrialConfig config, double at) => Settings("_hparams_/session_start_info", 3, session =>
    {
        foreach (var (name, value) in config.ToJson())
        {
            Part(session, 1, Message(pair =>
            {
                Text(pair, 1, name);
                Part(pair, 2, ValueOf(value).ToByteString());
            }));
        }

        Real(session, 5, at);
    });

    /// <summary>A session of the plugin is over.</summary>
    public static ByteString SessionEnd(TrialStatus status, double at) => Settings("_hparams_/session_end_info", 4, session =>
    {
        session.WriteTag(1, WireFormat.WireType.Varint);
        session.WriteEnum(status is TrialStatus.Completed or TrialStatus.Stopped ? 1 : 2); // success, failure
        Real(session, 2, at);
    });

    /// <summary>The plugin knows numbers, words and truth values.</summary>
    private static Value ValueOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => Value.ForNumber(value.AsValue().GetValue<double>()),
        JsonValueKind.True => Value.ForBool(true),
        JsonValueKind.False => Value.ForBool(false),
        _ => Value.ForString(ExportFiles.Text(value)),
    };

    /// <summary>Data of the plugin stand in the metadata of an empty tensor of floats.</summary>
    private static ByteString Settings(string tag, int kind, Action<CodedOutputStream> session) => Message(value =>
    {
        Text(value, 1, tag);
        Part(value, 8, Message(tensor =>
        {
            tensor.WriteTag(1, WireFormat.WireType.Varint);
            tensor.WriteEnum(1);
            Part(tensor, 2, Message(shape => Part(shape, 2, ByteString.Empty)));
        }));
        Part(value, 9, Message(metadata => Part(metadata, 1, Message(plugin =>
        {
            Text(plugin, 1, "hparams");
            Part(plugin, 2, Message(data => Part(data, kind, Message(session))));
        }))));
    });

    private static void Real(CodedOutputStream output, int field, double number)
    {
        output.WriteTag(field, WireFormat.WireType.Fixed64);
        output.WriteDouble(number);
    }

    private static void Text(CodedOutputStream output, int field, string text)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    }

    private static void Part(CodedOutputStream output, int field, ByteString content)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(content);
    }

    private static ByteString Message(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true)) write(output);
        return ByteString.CopyFrom(memory.ToArray());
    }
}

/// <summary>A file of records as TensorFlow frames them: length, its checksum, the message, its checksum.</summary>
/// <remarks>tensorflow/core/lib/io/record_writer.h: CRC-32C, rotated and moved by a constant.</remarks>
internal sealed class EventFile(string path) : IDisposable
{
    private readonly FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);

    public void Write(ByteString message)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Checksum(head[..8]));
        file.Write(head);
        file.Write(message.Span);
        Span<byte> tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, Checksum(message.Span));
        file.Write(tail);
    }

    public void Dispose() => file.Dispose();

    public static uint Checksum(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var one in data) crc = BitOperations.Crc32C(crc, one);
        crc = ~crc;
        return BitOperations.RotateRight(crc, 15) + 0xa282ead8u;
    }
}
