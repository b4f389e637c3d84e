package dev.keryx.proofs.wrong.gateway;

import dev.keryx.proofs.wrong.cluster.SeesBoth;

/** Rule 4: a port knows what joins the two. */
class SeesCluster {
    Object both = new SeesBoth();
}
