using System.Runtime.Intrinsics;
using Sweep.Models.Fused;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace Sweep.Models.Cells;

/// <summary>r, z = sigmoid(x + r), m = W_hn h + b_hn, n = tanh(x + r m), h' = (1 - z) n + z h. Saved slots: n, r, z, m; so the input side
/// (n, r, z) and the recurrent side (r, z, m) of the gradients both lie in one piece.</summary>
internal sealed unsafe class GruKernel(int units) : CellKernel(units)
{
    public override int SavedSlots => 4;
    public override ReadOnlySpan<int> InputGates => [2, 0, 1];
    public override int RecurrentSlot => 1;
    public override int SeparateBiasGate => 2;
    public override bool CarriesDirectly => true;

    public override void Forward(in CellRow row)
    {
        int one = Units, two = 2 * Units, three = 3 * Units;
        for (var j = 0; j < Units; j += Vec.Count)
        {
            var reset = VectorMath.Sigmoid(Vector512.Load(row.Input + one + j) + Vector512.Load(row.Recurrent + j));
            var update = VectorMath.Sigmoid(Vector512.Load(row.Input + two + j) + Vector512.Load(row.Recurrent + one + j));
            var memory = Vector512.Load(row.Recurrent + two + j) + Vector512.Load(row.RecurrentBias + j);
            var fresh = VectorMath.Tanh(Vector512.FusedMultiplyAdd(reset, memory, Vector512.Load(row.Input + j)));
            fresh.Store(row.Saved + j);
            reset.Store(row.Saved + one + j);
            update.Store(row.Saved + two + j);
            memory.Store(row.Saved + three + j);
            Vector512.FusedMultiplyAdd(update, Vector512.Load(row.HiddenBefore + j) - fresh, fresh).Store(row.HiddenAfter + j);
        }
    }

    public override void Backward(in CellRow row)
    {
        int one = Units, two = 2 * Units, three = 3 * Units;
        for (var j = 0; j < Units; j += Vec.Count)
        {
            Vec fresh = Vector512.Load(row.Saved + j), reset = Vector512.Load(row.Saved + one + j);
            Vec update = Vector512.Load(row.Saved + two + j), memory = Vector512.Load(row.Saved + three + j);
            var dh = Vector512.Load(row.Above + j) + Vector512.Load(row.Carry + j);
            var dn = dh * (Vec.One - update) * (Vec.One - fresh * fresh);
            dn.Store(row.Saved + j);
            (dn * memory * reset * (Vec.One - reset)).Store(row.Saved + one + j);
            (dh * (Vector512.Load(row.HiddenBefore + j) - fresh) * update * (Vec.One - update)).Store(row.Saved + two + j);
            (dn * reset).Store(row.Saved + three + j);
            (dh * update).Store(row.Carry + j);
        }
    }
}
