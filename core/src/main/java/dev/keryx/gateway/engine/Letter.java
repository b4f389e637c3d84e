package dev.keryx.gateway.engine;

/** Something for one link: a cast with one recipient. */
record Letter(Outlet outlet, Outgoing what) implements Op {
    Letter {
        what.in(outlet.dialect); // encodes on the sender's thread
    }

    @Override
    public void apply(LaneLoop loop) {
        int size = what.in(outlet.dialect).sizeBytes();
        if (size > 0) {
            loop.run.mark(loop.run.add(what, size, false), outlet);
        }
    }
}
